// question: Which claims about the same ends are asserted by some and negated by others?
// note: Pairs of a plain and a negated claim of one predicate, both asserted.
// example: kg query contradictions --from news.kgl
MATCH (c:Claim)-[:SUBJECT]->(s), (c)-[:OBJECT]->(o)
WHERE NOT c.negated AND c.modality = 'asserted'
MATCH (d:Claim)-[:SUBJECT]->(s)
WHERE d.negated AND d.modality = 'asserted' AND d.predicate = c.predicate
MATCH (d)-[:OBJECT]->(o)
OPTIONAL MATCH (p)-[:SAID]->(:Statement)-[:MAKES]->(c)
OPTIONAL MATCH (n)-[:SAID]->(:Statement)-[:MAKES]->(d)
RETURN s.name AS subject, c.predicate AS predicate, o.name AS object, min(p.name) AS affirmed_by, min(n.name) AS negated_by,
       c.id AS claim, d.id AS negation
ORDER BY subject, predicate, object, claim, negation
