using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>Turns a definition into a plan and reports every fault at once.</summary>
internal static class TypePlanner
{
    /// <summary>The largest number of derived relations of one type.</summary>
    public const int MaxRelations = 100;

    /// <summary>The text search configurations that PostgreSQL ships.</summary>
    public static IReadOnlyList<string> Languages { get; } =
    [
        "simple", "arabic", "armenian", "basque", "catalan", "danish", "dutch", "english", "finnish", "french", "german", "greek", "hindi",
        "hungarian", "indonesian", "irish", "italian", "lithuanian", "nepali", "norwegian", "portuguese", "romanian", "russian", "serbian",
        "spanish", "swedish", "tamil", "turkish", "yiddish",
    ];

    /// <summary>Plans a definition that somebody declares.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1015</c> with every fault.</exception>
    public static TypePlan Plan(string type, EntityTypeDefinition definition)
    {
        var faults = new List<FieldError>();
        return Plan(type, definition, Schema(definition, faults), faults);
    }

    /// <summary>Plans a definition that was accepted once. A schema that this version refuses stops the writes of its type, and of no other.</summary>
    public static TypePlan PlanStored(string type, EntityTypeDefinition definition)
    {
        var faults = new List<FieldError>();
        var schema = Schema(definition, faults);
        return Plan(type, definition, faults.Count == 0 ? schema : DataSchema.Refused(faults), []);
    }

    private static DataSchema? Schema(EntityTypeDefinition definition, List<FieldError> faults) =>
        definition.Schema is { ValueKind: not JsonValueKind.Null } schema ? DataSchema.Read(schema, "/schema", faults) : null;

    private static TypePlan Plan(string type, EntityTypeDefinition definition, DataSchema? schema, List<FieldError> faults)
    {
        var plan = new TypePlan
        {
            Title = definition.Title is { } title ? Path(title, "/title", faults, wildcard: false) : null,
            Text = definition.Text?.Select((path, i) => Path(path, $"/text/{i}", faults)).OfType<FieldPath>().ToList(),
            Language = Language(definition.Language, faults),
            Embed = definition.Embed,
            Links = Links(definition.Relations, faults),
            Schema = schema,
            Consistency = definition.Consistency,
        };
        if (!Enum.IsDefined(definition.Consistency))
        {
            faults.Add(new FieldError("/consistency", "The consistency is one of immediate, session, eventual."));
        }

        return faults.Count == 0
            ? plan
            : throw new ThreeDbException(ErrorCodes.InvalidTypeDefinition,
                FieldError.Summary($"The definition of type '{type}'", faults),
                errors: faults);
    }

    private static string Language(string language, List<FieldError> faults)
    {
        if (!Languages.Contains(language))
        {
            faults.Add(new FieldError("/language", $"'{language}' is no text search configuration{Nearest.Hint(language ?? "", Languages)}; there are {string.Join(", ", Languages)}."));
        }

        return language!;
    }

    private static FieldPath? Path(string? text, string pointer, List<FieldError> faults, bool wildcard = true)
    {
        try
        {
            var path = FieldPath.Parse(text ?? "");
            if (path.IsSystem)
            {
                faults.Add(new FieldError(pointer, $"'{text}' is a system field; a field of the data is needed."));
            }
            else if (path.HasWildcard && !wildcard)
            {
                faults.Add(new FieldError(pointer, $"'{text}' leads to several values; one is needed."));
            }
            else
            {
                return path;
            }
        }
        catch (FormatException e)
        {
            faults.Add(new FieldError(pointer, e.Message));
        }

        return null;
    }

    private static List<LinkPlan> Links(IReadOnlyList<DerivedRelation> relations, List<FieldError> faults)
    {
        if (relations.Count > MaxRelations)
        {
            faults.Add(new FieldError("/relations", $"A type has at most {MaxRelations} derived relations; these are {relations.Count}."));
            return [];
        }

        var links = new List<LinkPlan>();
        for (var i = 0; i < relations.Count; i++)
        {
            var relation = relations[i];
            var place = $"/relations/{i}";
            var field = Path(relation.Field, place + "/field", faults);
            Name(relation.Relation, "relation type", place + "/relation", faults);
            Name(relation.To, "type", place + "/to", faults);
            if (string.IsNullOrEmpty(relation.Id) || !relation.Id.Contains("{value}", StringComparison.Ordinal) || relation.Id.Length > 100 || !JsonGuard.IsStorable(relation.Id))
            {
                faults.Add(new FieldError(place + "/id", "The id of the target must contain '{value}' and have at most 100 characters, for example 'tag/{value}'."));
            }

            if (field is { Text.Length: > Identifiers.MaxIdLength - 1 })
            {
                faults.Add(new FieldError(place + "/field", $"The path of a derived relation has at most {Identifiers.MaxIdLength - 1} characters."));
            }
            else if (field is not null)
            {
                links.Add(new LinkPlan(field, relation.Relation, relation.To, relation.Id, relation.Create));
            }
        }

        foreach (var twice in links.GroupBy(link => (link.Key, link.Relation)).Where(group => group.Select(link => link.TargetType).Distinct().Count() > 1))
        {
            faults.Add(new FieldError("/relations", $"The field '{twice.First().Field}' gives '{twice.Key.Relation}' to targets of several types."));
        }

        return links;
    }

    private static void Name(string? name, string what, string pointer, List<FieldError> faults)
    {
        try
        {
            Identifiers.CheckName(name, what, pointer);
        }
        catch (ThreeDbException e)
        {
            faults.Add(new FieldError(pointer, e.Message));
        }
    }
}
