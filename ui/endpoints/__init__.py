"""What programs ask of the server: the SPARQL protocol, linked data, the HTTP API, agents' tools.

Each module makes the routes of one of them over a `LiveBase`, on the packages' own functions.
"""
