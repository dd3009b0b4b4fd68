"""Who is who across articles: judgements that people make, and what to ask them."""
