// question: Who asks what of whom?
// note: An actor who urges or orders another, with what the same actor demands, wants or proposes in the same words.
// param: limit integer = 50 -- rows at most
// example: kg query demands --from news.kgl
MATCH (c:Claim)-[:SUBJECT]->(s:Actor), (c)-[:OBJECT]->(o:Actor), (c)-[:EVIDENCED_BY]->(e:Evidence)-[:IN]->(a:Article)
WHERE c.predicate IN ['urges', 'orders', 'warns', 'invites'] AND NOT c.negated
MATCH (d:Claim)-[:SUBJECT]->(s), (d)-[:OBJECT]->(t:Topic), (d)-[:EVIDENCED_BY]->(f:Evidence)-[:IN]->(a)
WHERE d.predicate IN ['demands', 'wants', 'proposes'] AND f.start < e.`end` AND e.start < f.`end`
RETURN s.name AS actor, c.predicate AS predicate, o.name AS addressee, t.name AS demand, a.outlet AS outlet,
       e.quote AS quote, e.id AS evidence, f.id AS other
ORDER BY actor, addressee, demand, evidence, other
LIMIT $limit
