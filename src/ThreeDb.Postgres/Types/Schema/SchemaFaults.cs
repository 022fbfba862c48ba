namespace ThreeDb.Postgres;

/// <summary>The faults of a schema that is being read, the first hundred of them.</summary>
/// <param name="pointer">Where the schema stands in the request.</param>
internal sealed class SchemaFaults(string pointer)
{
    private const int Most = 100;

    private readonly List<FieldError> _all = [];

    public IReadOnlyList<FieldError> All => _all;

    /// <summary>Notes a fault at a place of the schema.</summary>
    public void Add(string place, string detail)
    {
        if (_all.Count < Most)
        {
            _all.Add(new FieldError(pointer + place, detail));
        }
    }
}
