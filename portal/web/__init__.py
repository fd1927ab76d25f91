"""What all doors share: guards, headers, forms, listings, template filters, error pages."""
