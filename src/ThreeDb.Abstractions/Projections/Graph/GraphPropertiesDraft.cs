using System.Text.Json;

namespace ThreeDb.Projections.Graph;

/// <summary>Collects the properties of one row and remembers the first thing that the engine cannot hold.</summary>
internal struct GraphPropertiesDraft(GraphDialect dialect, int capacity)
{
    private readonly KeyValuePair<string, GraphValue>[] _items = new KeyValuePair<string, GraphValue>[capacity];
    private int _count;

    /// <summary>The first fault as a sentence, or null.</summary>
    public string? Fault { get; private set; }

    public void Label(string what, string label) => Fault ??= dialect.NameFault(what, label);

    public void Own(string name, in GraphValue value) => Add(name, value);

    public void Fields(IReadOnlyList<KeyValuePair<string, JsonElement>> fields)
    {
        for (var i = 0; i < fields.Count && Fault is null; i++)
        {
            var (name, json) = fields[i];
            if (json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            {
                continue;
            }

            Fault = dialect.NameFault("property", name);
            if (Fault is null)
            {
                AddField(name.StartsWith('_') ? "_" + name : name, json);
            }
        }

        if (_count > dialect.MaxProperties)
        {
            Fault ??= $"It has {_count:N0} properties; {dialect.Engine} holds at most {dialect.MaxProperties:N0}.";
        }
    }

    public readonly KeyValuePair<string, GraphValue>[] ToArray() => _items.Length == _count ? _items : _items[.._count];

    private void AddField(string name, JsonElement json)
    {
        try
        {
            Add(name, GraphField.Of(json, dialect));
        }
        catch (InvalidOperationException)
        {
            // So System.Text.Json says that an escaped surrogate has no partner, or that bytes are no UTF-8.
            Fault = $"The property '{GraphDialect.Short(name)}' holds text that is not valid Unicode: a surrogate without its partner.";
        }
    }

    private void Add(string name, in GraphValue value)
    {
        if (value.Kind == GraphValueKind.Absent)
        {
            return;
        }

        Fault ??= dialect.ValueFault(name, value);
        _items[_count++] = new KeyValuePair<string, GraphValue>(name, value);
    }
}
