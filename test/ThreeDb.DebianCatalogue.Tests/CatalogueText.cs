using System.Text;

namespace ThreeDb.DebianCatalogue.Tests;

/// <summary>Catalogues written in the test.</summary>
internal static class CatalogueText
{
    public static Task<Catalogue> ReadAsync(string available, string translations = "", int? limit = null) => Catalogue.ReadAsync(
        new MemoryStream(Encoding.UTF8.GetBytes(available)),
        new MemoryStream(Encoding.UTF8.GetBytes(translations)),
        limit,
        TestContext.Current.CancellationToken);

    /// <summary>All mutations, each as one line that says all about it.</summary>
    public static List<string> Lines(this Catalogue catalogue) => [.. catalogue.Phases.SelectMany(phase => phase.Mutations).Select(Line)];

    public static IEnumerable<Relate> Relations(this Catalogue catalogue) => catalogue.Phases[2].Mutations.Cast<Relate>();

    public static IEnumerable<CreateEntity> Entities(this Catalogue catalogue) =>
        catalogue.Phases[0].Mutations.Concat(catalogue.Phases[1].Mutations).Cast<CreateEntity>();

    private static string Line(Mutation mutation) => mutation switch
    {
        CreateEntity entity => $"{entity.Type} {entity.Id} {entity.Data.GetRawText()}",
        Relate relation => $"{relation.From} {relation.Type}({relation.Key}) {relation.To} {relation.Data?.GetRawText()}".TrimEnd(),
        _ => throw new InvalidOperationException(),
    };
}
