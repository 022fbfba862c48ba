namespace ThreeDb.DebianCatalogue;

/// <summary>A part of the load. The parts may be loaded one after the other only: relations come after the packages that they join.</summary>
/// <param name="Name">What it loads, for people: <c>packages</c>.</param>
/// <param name="Count">How many mutations it has.</param>
/// <param name="Mutations">The mutations, made while they are read; they may be read again, and are the same then.</param>
public sealed record CataloguePhase(string Name, int Count, IEnumerable<Mutation> Mutations);
