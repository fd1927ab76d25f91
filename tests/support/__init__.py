"""What tests stand on: servers, browsers, templates, parsed pages. No tests."""
