"""Single sign-on with OpenID Connect: people sign in as they do at their own town hall."""
