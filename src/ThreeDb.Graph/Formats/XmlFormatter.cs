using System.Xml;

namespace ThreeDb.Graphs;

/// <summary>What the formats in XML share.</summary>
internal abstract class XmlFormatter : GraphFormatter
{
    protected XmlFormatter()
    {
        // Line ends as character references, or readers would turn carriage returns into line feeds.
        Xml = XmlWriter.Create(Written, new XmlWriterSettings { Indent = true, IndentChars = " ", NewLineChars = "\n", NewLineHandling = NewLineHandling.Entitize, OmitXmlDeclaration = true });
        Written.Append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    protected XmlWriter Xml { get; }

    public override void Flush() => Xml.Flush();

    public override void End()
    {
        Xml.WriteEndDocument();
        Xml.Flush();
        Written.Append('\n');
    }

    protected void Attribute(string name, string text) => Xml.WriteAttributeString(name, FileText.Clean(text));

    protected override void Dispose(bool disposing)
    {
        Xml.Dispose();
        base.Dispose(disposing);
    }
}
