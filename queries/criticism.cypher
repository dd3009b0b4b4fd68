// question: Who criticizes, accuses or blames whom?
// note: Only asserted claims that are not negated.
// param: limit integer = 50 -- rows at most
// example: kg query criticism --from news.kgl
MATCH (s:Actor)-[r:CRITICIZES|ACCUSES|BLAMES|THREATENS|WARNS]->(o:Actor)
WHERE NOT r.negated AND r.modality = 'asserted'
RETURN s.name AS critic, type(r) AS predicate, o.name AS target, r.statements AS statements, r.articles AS articles,
       r.first AS first, r.last AS last, r.id AS claim
ORDER BY articles DESC, critic, predicate, target, claim
LIMIT $limit
