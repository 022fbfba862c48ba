namespace ThreeDb.DebianCatalogue.Tests;

public sealed class CatalogueTypesTests
{
    [Fact]
    public async Task Every_type_that_is_loaded_or_derived_is_declared()
    {
        var sample = await Catalogue.ReadSampleAsync(TestContext.Current.CancellationToken);
        var declared = CatalogueTypes.Definitions.Select(type => type.Key).ToHashSet();
        Assert.Equal(declared, sample.Entities().Select(entity => entity.Type).ToHashSet());
        Assert.Subset(declared, CatalogueTypes.Definitions.SelectMany(type => type.Value.Relations).Select(relation => relation.To).ToHashSet());
    }

    [Fact]
    public async Task Fields_lead_to_entities_that_are_loaded()
    {
        var sample = await Catalogue.ReadSampleAsync(TestContext.Current.CancellationToken);
        var entities = sample.Entities().ToDictionary(entity => entity.Id!, entity => entity.Type);
        var relations = CatalogueTypes.Definitions.Single(type => type.Key == CatalogueTypes.Package).Value.Relations;
        var tags = 0;
        foreach (var package in sample.Entities().Where(entity => entity.Type == CatalogueTypes.Package))
        {
            foreach (var relation in relations)
            {
                if (package.Data.TryGetProperty(relation.Field.Replace("[]", ""), out var field))
                {
                    foreach (var value in relation.Field.EndsWith("[]", StringComparison.Ordinal) ? field.EnumerateArray() : Enumerable.Repeat(field, 1))
                    {
                        Assert.Equal(relation.To, entities[relation.Id.Replace("{value}", value.GetString())]);
                        tags += relation.To == CatalogueTypes.Tag ? 1 : 0;
                    }
                }
            }
        }

        Assert.Equal(sample.Counts.TagAssignments, tags);
    }
}
