using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>Reading back: what the engine really holds, told by hashes that leave nothing out.</summary>
public abstract class ReadBackConformance : FenceConformance
{
    [Fact]
    public async Task Ranges_give_their_own_rows_only()
    {
        await FillAsync();
        foreach (var range in new SeqRange[] { new(1, 2), new(3, 7), new(7, 20), new(0, 1), new(10, 11), new(11, 1000), new(5, 5), new(-5, 3) })
        {
            var faults = await DifferencesAsync(Projection, Expected, range);
            Assert.True(faults.Count == 0, $"{range}: " + string.Join('\n', faults));
        }
    }

    [Fact]
    public async Task Largest_seqs_are_read_back()
    {
        const long Last = (1L << 32) - 1;
        await ApplyAsync(Batch([Rows.Entity(Last), Rows.Entity(Last - 1), Rows.Entity(1)], [Rows.Relation(Last, Last - 1), Rows.Relation(1, Last)]));
        await VerifyAsync();
        Assert.Empty(await DifferencesAsync(Projection, Expected, new SeqRange(Last, Last + 1)));
    }

    [Fact]
    public async Task Digests_are_the_counts_and_sums_of_what_is_read()
    {
        await FillAsync();
        SeqRange[] ranges = [Everything, new(1, 4), new(4, 11), new(11, 99), new(2, 3)];
        foreach (var relations in new[] { false, true })
        {
            var digests = await Projection.DigestAsync(relations, ranges, TestContext.Current.CancellationToken);
            Assert.Equal(ranges.Length, digests.Count);
            for (var i = 0; i < ranges.Length; i++)
            {
                var sum = default(RangeDigest);
                await foreach (var row in Projection.ReadAsync(relations, ranges[i], TestContext.Current.CancellationToken))
                {
                    sum = sum.With(row.Hash);
                }

                Assert.Equal(sum, digests[i]);
            }

            Assert.Equal(new RangeDigest(digests[1].Count + digests[2].Count, unchecked(digests[1].Sum + digests[2].Sum)), digests[0]);
        }

        Assert.Empty(await Projection.DigestAsync(relations: false, [], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Row_changed_behind_its_back_has_another_hash_until_it_is_applied_again()
    {
        await FillAsync();
        foreach (var key in Keys())
        {
            var before = await HeldAsync(key);
            Assert.NotNull(before);
            var digest = await DigestAsync(key);
            await TamperAsync(key);
            Assert.NotEqual(before, await HeldAsync(key));
            Assert.NotEqual(digest, await DigestAsync(key));
        }

        Assert.Equal(Keys().Count, (await DifferencesAsync(Projection, Expected, Everything)).Count);
        await RepairAsync();
    }

    [Fact]
    public async Task Row_removed_behind_its_back_is_missing_until_it_is_applied_again()
    {
        await FillAsync();
        foreach (var key in Keys().OrderByDescending(key => key.IsRelation))
        {
            await RemoveAsync(key);
            Assert.Null(await HeldAsync(key));
        }

        await RepairAsync();
    }

    [Fact]
    public async Task Row_planted_behind_its_back_is_read_until_it_is_removed()
    {
        await FillAsync();
        await PlantAsync(RowKey.Entity(555));
        Assert.NotNull(await HeldAsync(RowKey.Entity(555)));
        if (HasRelations)
        {
            var planted = new RowKey(3, 4, "PLANTED", "x");
            await PlantAsync(planted);
            Assert.NotNull(await HeldAsync(planted));
            await ApplyAsync(Rows.Gone(planted));
        }

        await ApplyAsync(Rows.Gone(555));
        await VerifyAsync();
    }

    [Fact]
    public void Hashes_do_not_depend_on_the_order_of_fields()
    {
        var entity = Rows.Entity(1, """{"a":1,"b":"x","c":[1,2]}""");
        Assert.Equal(Projection.HashOf(entity), Projection.HashOf(entity with { Fields = [.. entity.Fields.Reverse()] }));
        var relation = Rows.Relation(1, 2, fields: """{"a":1,"b":"x"}""");
        Assert.Equal(Projection.HashOf(relation), Projection.HashOf(relation with { Fields = [.. relation.Fields.Reverse()] }));
    }

    [Fact]
    public void Hashes_differ_where_rows_differ()
    {
        var entity = Rows.Entity(1, """{"a":1,"b":"x"}""");
        ProjectedEntity[] entities =
        [
            entity, entity with { Version = 2 }, entity with { Fields = Rows.FieldsOf("""{"a":2,"b":"x"}""") },
            entity with { Fields = Rows.FieldsOf("""{"a":1,"b":"y"}""") }, entity with { Fields = Rows.FieldsOf("""{"a":1}""") },
            entity with { Fields = Rows.FieldsOf("""{"b":1,"a":"x"}""") }, entity with { Fields = Rows.FieldsOf("""{"a":"1","b":"x"}""") },
            entity with { Seq = 2 }, entity with { Id = "other" }, entity with { Type = "robot" }, entity with { Project = "other" }, entity with { Project = null },
        ];
        var different = IsPartial ? entities[..2] : entities;
        Assert.Equal(different.Length, different.Select(Projection.HashOf).Distinct().Count());
        if (!HasRelations)
        {
            return;
        }

        var relation = Rows.Relation(1, 2, fields: """{"a":1}""");
        var time = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        ProjectedRelation[] relations =
        [
            relation, relation with { Version = 2 }, relation with { Weight = 2 }, relation with { ValidFrom = time }, relation with { ValidTo = time },
            relation with { ValidTo = time.AddTicks(10) }, relation with { Fields = [] }, relation with { Fields = Rows.FieldsOf("""{"a":2}""") },
            Rows.Relation(2, 1, fields: """{"a":1}"""), Rows.Relation(1, 2, "LIKES", fields: """{"a":1}"""), Rows.Relation(1, 2, key: "k", fields: """{"a":1}"""),
        ];
        Assert.Equal(relations.Length, relations.Select(Projection.HashOf).Distinct().Count());
    }

    private Task FillAsync() => FillAsync(Enumerable.Range(1, 10).ToList());

    private async Task FillAsync(List<int> seqs)
    {
        await ApplyAsync(Batch(seqs.Select(seq => Rows.Entity(seq)), seqs.Select(seq => Rows.Relation(seq, 11 - seq))));
        await ApplyAsync(Batch(relations: seqs.Select(seq => Rows.Relation(seq, 900 + seq))));
        await VerifyAsync();
    }

    private List<RowKey> Keys() => [RowKey.Entity(2), RowKey.Entity(7), .. HasRelations ? new[] { new RowKey(3, 8, "KNOWS", ""), new RowKey(4, 904, "KNOWS", "") } : []];

    private async Task<RangeDigest> DigestAsync(RowKey key) =>
        (await Projection.DigestAsync(key.IsRelation, [new SeqRange(key.Seq, key.Seq + 1)], TestContext.Current.CancellationToken))[0];

    // As reconcile does: the current rows once more.
    private async Task RepairAsync()
    {
        await ApplyAsync(Batch([.. Expected.Entities], [.. Expected.Relations]));
        await VerifyAsync();
    }
}
