"""The web page, the command line and the HTTP endpoints."""
