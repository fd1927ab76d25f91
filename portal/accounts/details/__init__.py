"""What a person says about himself: name, position and phone number."""
