// question: What is only planned, possible, conditional or asked of an actor, and not asserted anywhere?
// note: Claims of one modality for which no asserted claim has the same ends and predicate.
// param: actor string -- name, or part of it
// param: limit integer = 50 -- rows at most
// example: kg query unreal --param actor=Trump --from news.kgl
MATCH (s:Actor)-[r]->(o)
WHERE r.modality IN ['intended', 'possible', 'conditional', 'questioned'] AND toLower(s.name) CONTAINS toLower($actor)
OPTIONAL MATCH (s)-[d]->(o)
WHERE type(d) = type(r) AND d.modality = 'asserted'
WITH s, r, o, count(d) AS done
WHERE done = 0
RETURN s.name AS actor, type(r) AS predicate, r.negated AS negated, o.name AS object, r.modality AS modality,
       r.articles AS articles, r.first AS first, r.id AS claim
ORDER BY articles DESC, actor, predicate, object, claim
LIMIT $limit
