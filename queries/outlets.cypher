// question: How many statements, claims and articles does each outlet carry?
// note: All claims, negated and unreal ones too.
// example: kg query outlets --from news.kgl
MATCH (a:Article)
OPTIONAL MATCH (a)<-[:IN]-(:Evidence)<-[:EVIDENCED_BY]-(t:Statement)
WITH a, count(DISTINCT t) AS said
OPTIONAL MATCH (a)<-[:IN]-(:Evidence)<-[:EVIDENCED_BY]-(c:Claim)
WITH a, said, count(DISTINCT c) AS claimed
RETURN a.outlet AS outlet, count(a) AS articles, sum(said) AS statements, sum(claimed) AS claims
ORDER BY articles DESC, outlet
