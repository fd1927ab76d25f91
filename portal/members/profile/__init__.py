"""What an organisation says about itself, stated by its coordination."""
