using ThreeDb.LocalPostgres.Tests;

// The tests wait for other processes most of the time.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
[assembly: AssemblyFixture(typeof(TemplateCluster))]
