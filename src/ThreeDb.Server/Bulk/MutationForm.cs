using System.Text.Json;

namespace ThreeDb.Server;

/// <summary>A mutation: <c>op</c> and the members of that op.</summary>
/// <param name="Op">create, put, replace, merge, patch, delete, relate or unrelate.</param>
/// <param name="Id">The entity (all ops of entities; optional for create and put).</param>
/// <param name="Type">The entity's type (create, put, replace), or the relation's (relate, unrelate).</param>
/// <param name="Project">The project (create, put, replace).</param>
/// <param name="Data">The data (create, put, replace, relate).</param>
/// <param name="OnConflict">What a create does when the id exists.</param>
/// <param name="Patch">A merge patch (merge) or a JSON Patch (patch).</param>
/// <param name="IfVersion">Only if this is the current version (replace, merge, patch, delete).</param>
/// <param name="From">The source (relate, unrelate).</param>
/// <param name="To">The target (relate, unrelate).</param>
/// <param name="Key">Which of several relations (relate, unrelate).</param>
/// <param name="Weight">The weight (relate).</param>
/// <param name="ValidFrom">From when on the relation holds (relate).</param>
/// <param name="ValidTo">Until when it holds (relate).</param>
internal sealed record MutationForm(
    string Op, string? Id = null, string? Type = null, string? Project = null, JsonElement? Data = null, ConflictPolicy? OnConflict = null, JsonElement? Patch = null, long? IfVersion = null, string? From = null, string? To = null, string? Key = null, double? Weight = null, DateTimeOffset? ValidFrom = null, DateTimeOffset? ValidTo = null);
