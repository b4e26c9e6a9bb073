"""Articles in, facts and an RDF graph out."""
