namespace ThreeDb.Graphs;

/// <summary>GraphML (graphml.graphdrawing.org). What is called label are titles of nodes and types of edges: tools show it. A key is relation_key: NetworkX keeps key for itself.</summary>
internal sealed class GraphMlFormatter : XmlFormatter
{
    private const string Namespace = "http://graphml.graphdrawing.org/xmlns";

    private int _scores;

    public override void Begin(IReadOnlyList<string> scoreNames)
    {
        _scores = scoreNames.Count;
        Xml.WriteStartElement("graphml", Namespace);
        Key("type", "node", "type", "string");
        Key("title", "node", "label", "string");
        for (var i = 0; i < scoreNames.Count; i++)
        {
            Key($"score{i}", "node", scoreNames[i], "double");
        }

        Key("relation", "edge", "label", "string");
        Key("key", "edge", "relation_key", "string");
        Key("weight", "edge", "weight", "double");
        Xml.WriteStartElement("graph");
        Attribute("edgedefault", "directed");
    }

    public override void Add(GraphFileNode node)
    {
        Xml.WriteStartElement("node");
        Attribute("id", node.Id);
        Data("type", node.Type);
        Data("title", node.Title);
        for (var i = 0; i < Math.Min(_scores, node.Scores?.Count ?? 0); i++)
        {
            Data($"score{i}", double.IsFinite(node.Scores![i]) ? FileText.Number(node.Scores[i]) : null);
        }

        Xml.WriteEndElement();
    }

    public override void BeginEdges()
    {
    }

    public override void Add(GraphFileEdge edge)
    {
        Xml.WriteStartElement("edge");
        Attribute("source", edge.From);
        Attribute("target", edge.To);
        Data("relation", edge.Type);
        Data("key", edge.Key.Length == 0 ? null : edge.Key);
        Data("weight", double.IsFinite(edge.Weight) ? FileText.Number(edge.Weight) : null);
        Xml.WriteEndElement();
    }

    private void Key(string id, string of, string name, string type)
    {
        Xml.WriteStartElement("key");
        Attribute("id", id);
        Attribute("for", of);
        Attribute("attr.name", name);
        Attribute("attr.type", type);
        Xml.WriteEndElement();
    }

    private void Data(string key, string? text)
    {
        if (text is not null)
        {
            Xml.WriteStartElement("data");
            Attribute("key", key);
            Xml.WriteString(FileText.Clean(text));
            Xml.WriteEndElement();
        }
    }
}
