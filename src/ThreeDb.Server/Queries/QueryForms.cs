namespace ThreeDb.Server;

/// <summary>A query: what restricts, and the legs that find and rank.</summary>
/// <param name="From">Only entities of this type.</param>
/// <param name="Project">Only entities of this project.</param>
/// <param name="Where">Only entities that the filter matches.</param>
/// <param name="Text">Finds by words; a plain string is enough.</param>
/// <param name="Near">Finds by meaning; a plain string is enough.</param>
/// <param name="Graph">Finds by distance in the graph.</param>
/// <param name="Rank">What else counts in the score.</param>
/// <param name="Select">Members of the data to return, as field paths; $score.NAME adds a saved score to the entity.</param>
/// <param name="Limit">The number of hits: 1 to 1,000; default 10.</param>
/// <param name="Explain">Whether the result says how it was found.</param>
/// <param name="AtLeast">The answer has seen at least this position; the same as the parameter.</param>
internal sealed record QueryForm(
    string? From = null, string? Project = null, Filter? Where = null, TextLegForm? Text = null, NearLegForm? Near = null, GraphLegForm? Graph = null, RankForm? Rank = null, IReadOnlyList<string>? Select = null, int? Limit = null, bool? Explain = null, Position? AtLeast = null);

/// <summary>What counts in the score beside the legs.</summary>
/// <param name="Boost">Saved scores by name, each with its weight: above 0, at most 1,000. It adds weight × the score, normalised to 0 to 1 over the candidates. At most 8.</param>
internal sealed record RankForm(IReadOnlyDictionary<string, double>? Boost = null);

/// <summary>Finds by words.</summary>
/// <param name="Query">The words: "quoted phrases", or, -not.</param>
/// <param name="Highlight">Whether hits carry an excerpt.</param>
/// <param name="Mode">must restricts the result, should ranks it; default should.</param>
/// <param name="Weight">How much the leg counts; default 1.</param>
internal sealed record TextLegForm(string Query, bool? Highlight = null, LegMode? Mode = null, double? Weight = null);

/// <summary>Finds by meaning: exactly one of text, entity, vector.</summary>
/// <param name="Text">Near to this text.</param>
/// <param name="Entity">Near to the entity of this id.</param>
/// <param name="Vector">Near to this vector.</param>
/// <param name="Mode">must restricts the result, should ranks it; default should.</param>
/// <param name="Weight">How much the leg counts; default 1.</param>
internal sealed record NearLegForm(string? Text = null, string? Entity = null, IReadOnlyList<float>? Vector = null, LegMode? Mode = null, double? Weight = null);

/// <summary>Finds by distance in the graph.</summary>
/// <param name="From">The id of the entity to start from.</param>
/// <param name="Via">Only relations of these types.</param>
/// <param name="Direction">Which way to follow them; default any.</param>
/// <param name="Depth">The largest number of steps, or [least, most]; default 2.</param>
/// <param name="Mode">must restricts the result, should ranks it; default should.</param>
/// <param name="Weight">How much the leg counts; default 1.</param>
internal sealed record GraphLegForm(string From, IReadOnlyList<string>? Via = null, Direction? Direction = null, IReadOnlyList<int>? Depth = null, LegMode? Mode = null, double? Weight = null);
