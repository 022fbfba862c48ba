using System.Globalization;

namespace ThreeDb.Graphs;

/// <summary>GEXF 1.3 (gexf.net). The type of a relation is its label and its kind: parallel edges of different kinds stay apart. A key is relation_key: NetworkX keeps key for itself.</summary>
internal sealed class GexfFormatter : XmlFormatter
{
    private const string Namespace = "http://gexf.net/1.3";

    private int _scores;
    private long _edges;

    public override void Begin(IReadOnlyList<string> scoreNames)
    {
        _scores = scoreNames.Count;
        Xml.WriteStartElement("gexf", Namespace);
        Attribute("version", "1.3");
        Xml.WriteStartElement("graph");
        Attribute("defaultedgetype", "directed");
        Attribute("mode", "static");
        BeginDeclarations("node");
        Declare("type", "type", "string");
        for (var i = 0; i < scoreNames.Count; i++)
        {
            Declare($"score{i}", scoreNames[i], "double");
        }

        Xml.WriteEndElement();
        BeginDeclarations("edge");
        Declare("key", "relation_key", "string");
        Xml.WriteEndElement();
        Xml.WriteStartElement("nodes");
    }

    public override void Add(GraphFileNode node)
    {
        Xml.WriteStartElement("node");
        Attribute("id", node.Id);
        Attribute("label", node.Title ?? node.Id);
        Xml.WriteStartElement("attvalues");
        Value("type", node.Type);
        for (var i = 0; i < Math.Min(_scores, node.Scores?.Count ?? 0); i++)
        {
            Value($"score{i}", double.IsFinite(node.Scores![i]) ? FileText.Number(node.Scores[i]) : null);
        }

        Xml.WriteEndElement();
        Xml.WriteEndElement();
    }

    public override void BeginEdges()
    {
        Xml.WriteEndElement();
        Xml.WriteStartElement("edges");
    }

    public override void Add(GraphFileEdge edge)
    {
        Xml.WriteStartElement("edge");
        Attribute("id", (_edges++).ToString(CultureInfo.InvariantCulture));
        Attribute("source", edge.From);
        Attribute("target", edge.To);
        Attribute("kind", edge.Type);
        Attribute("label", edge.Type);
        if (double.IsFinite(edge.Weight))
        {
            Attribute("weight", FileText.Number(edge.Weight));
        }

        if (edge.Key.Length > 0)
        {
            Xml.WriteStartElement("attvalues");
            Value("key", edge.Key);
            Xml.WriteEndElement();
        }

        Xml.WriteEndElement();
    }

    private void BeginDeclarations(string of)
    {
        Xml.WriteStartElement("attributes");
        Attribute("class", of);
        Attribute("mode", "static");
    }

    private void Declare(string id, string name, string type)
    {
        Xml.WriteStartElement("attribute");
        Attribute("id", id);
        Attribute("title", name);
        Attribute("type", type);
        Xml.WriteEndElement();
    }

    private void Value(string of, string? text)
    {
        if (text is not null)
        {
            Xml.WriteStartElement("attvalue");
            Attribute("for", of);
            Attribute("value", text);
            Xml.WriteEndElement();
        }
    }
}
