namespace ThreeDb.DebianCatalogue.Tests;

public sealed class CatalogueTests
{
    private const string Md5 = "Description-md5: 0123456789abcdef0123456789ABCDEF\n";

    [Fact]
    public async Task Package_with_all_fields_becomes_an_entity_with_all_members()
    {
        var catalogue = await CatalogueText.ReadAsync(
            "Package: bash\nSource: bash (5.2)\nVersion: 5.2-3+b1\nInstalled-Size: 7163\nMaintainer: Jane \"J\" Doe <Jane@Example.org>\n"
            + "Architecture: amd64\nMulti-Arch: foreign\nEssential: yes\nDescription: GNU <Bourne> Again SHell\n"
            + "Homepage: https://example.org/\n" + Md5 + "Tag: role::program,\n scope::utility,\n role::program\nSection: shells\nPriority: required\nSize: 12\n",
            "Package: bash\n" + Md5 + "Description-en: GNU Bourne Again SHell\n Bash is a\n shell.\n .\n \"It\" \u00e9.\n");
        Assert.Equal(
            [
                """section section/shells {"name":"shells"}""",
                """source source/bash {"name":"bash"}""",
                """maintainer maintainer/jane@example.org {"name":"Jane \"J\" Doe","email":"jane@example.org"}""",
                """tag tag/role::program {"name":"role::program"}""",
                """tag tag/scope::utility {"name":"scope::utility"}""",
                """
                package package/bash {"name":"bash","version":"5.2-3+b1","section":"shells","priority":"required","architecture":"amd64","summary":"GNU <Bourne> Again SHell","description":"Bash is a shell.\n\n\"It\" é.","homepage":"https://example.org/","source":"bash","maintainer":"jane@example.org","maintainer_name":"Jane \"J\" Doe","tags":["role::program","scope::utility"],"installed_size":7163,"download_size":12,"multi_arch":"foreign","essential":true}
                """,
            ],
            catalogue.Lines());
        Assert.All(catalogue.Entities(), entity => Assert.Equal(ConflictPolicy.Replace, entity.OnConflict));
    }

    [Fact]
    public async Task Missing_fields_are_left_out()
    {
        var catalogue = await CatalogueText.ReadAsync(
            "Package: a\nInstalled-Size: many\nSize: -1\nEssential: no\nDescription-md5: xyz\nTag: ,\n\nVersion: 1\n\nPackage: a\nVersion: 2");
        Assert.Equal(["""source source/a {"name":"a"}""", """package package/a {"name":"a","source":"a"}"""], catalogue.Lines());
    }

    [Fact]
    public async Task Long_description_in_the_list_of_packages_is_taken_when_it_is_there()
    {
        var catalogue = await CatalogueText.ReadAsync("Package: a\nDescription: short\n long\n text\n" + Md5, Md5 + "Description-en: short\n translated");
        Assert.Contains("\"summary\":\"short\",\"description\":\"long text\"", catalogue.Lines()[1]);
        Assert.Equal(9, catalogue.Counts.DescriptionBytes);
    }

    [Fact]
    public async Task Entries_become_relations_with_data_where_there_is_something_to_say()
    {
        var catalogue = await CatalogueText.ReadAsync(
            "Package: a\nDepends: b, c (>= 1), d:any, e | f (<< 2), b:any (= 3)\nPre-Depends: g, h | i\nRecommends: j | k\nConflicts: a\n");
        Assert.Equal(
            [
                "package/a DEPENDS() package/b",
                """package/a DEPENDS() package/c {"version":">= 1"}""",
                """package/a DEPENDS() package/d {"arch":"any"}""",
                """package/a DEPENDS_ANY() package/e {"group":4,"alternative":1,"of":2}""",
                """package/a DEPENDS_ANY() package/f {"version":"<< 2","group":4,"alternative":2,"of":2}""",
                """package/a DEPENDS(:any = 3) package/b {"version":"= 3","arch":"any"}""",
                "package/a PRE_DEPENDS() package/g",
                """package/a DEPENDS_ANY() package/h {"group":7,"alternative":1,"of":2,"pre":true}""",
                """package/a DEPENDS_ANY() package/i {"group":7,"alternative":2,"of":2,"pre":true}""",
                """package/a RECOMMENDS() package/j {"group":1,"alternative":1,"of":2}""",
                """package/a RECOMMENDS() package/k {"group":1,"alternative":2,"of":2}""",
                "package/a CONFLICTS() package/a",
            ],
            catalogue.Lines().Skip(2));
        Assert.Equal(12, catalogue.Counts.TotalEntries);
        Assert.Equal(10, catalogue.Counts.MissingPackages);
    }

    [Fact]
    public async Task Clause_that_names_one_package_only_cannot_be_done_without()
    {
        var catalogue = await CatalogueText.ReadAsync("Package: a\nDepends: b (<< 1) | b (>> 2)\nPre-Depends: c | c:any\n");
        Assert.Equal(
            [
                """package/a DEPENDS(<< 1) package/b {"version":"<< 1","group":1,"alternative":1,"of":2}""",
                """package/a DEPENDS(>> 2) package/b {"version":">> 2","group":1,"alternative":2,"of":2}""",
                """package/a PRE_DEPENDS() package/c {"group":2,"alternative":1,"of":2}""",
                """package/a PRE_DEPENDS(:any) package/c {"arch":"any","group":2,"alternative":2,"of":2}""",
            ],
            catalogue.Lines().Skip(2));
    }

    [Fact]
    public async Task Names_that_are_only_provided_become_virtual_packages()
    {
        var catalogue = await CatalogueText.ReadAsync(
            "Package: exim\nProvides: mta, mta (= 1), smtp (= 4), exim\n\n"
            + "Package: postfix\nProvides: mta\nConflicts: mta\n\nPackage: mutt\nRecommends: mta, postfix\nSuggests: nothing\n");
        Assert.Equal(
            [
                """virtual_package package/mta {"name":"mta","summary":"Virtual package provided by 2 packages","providers":2}""",
                """virtual_package package/smtp {"name":"smtp","summary":"Virtual package provided by 1 package","providers":1}""",
            ],
            catalogue.Lines().Where(line => line.StartsWith("virtual", StringComparison.Ordinal)));
        Assert.Equal(["package/smtp ONLY_PROVIDED_BY() package/exim"], catalogue.Lines().Where(line => line.Contains(CatalogueRelations.OnlyProvidedBy)));
        Assert.Equal((3, 2, 1), (catalogue.Counts.Packages, catalogue.Counts.VirtualPackages, catalogue.Counts.MissingPackages));
        Assert.Equal((9, 10), (catalogue.Counts.TotalEntries, catalogue.Counts.TotalRelations));
    }

    [Fact]
    public async Task Streams_without_packages_give_nothing()
    {
        var catalogue = await CatalogueText.ReadAsync("", "Package: a");
        Assert.Empty(catalogue.Lines());
        Assert.All(catalogue.Phases, phase => Assert.Equal(0, phase.Count));
    }

    [Fact]
    public async Task Unusable_arguments_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => CatalogueText.ReadAsync("Package: a", limit: 0));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Catalogue.ReadAsync(null!, Stream.Null, cancellationToken: TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Catalogue.ReadAsync(Stream.Null, Stream.Null, null, new CancellationToken(true)));
    }
}
