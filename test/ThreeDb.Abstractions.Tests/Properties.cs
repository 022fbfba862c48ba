using FsCheck;
using FsCheck.Fluent;

namespace ThreeDb.Tests;

/// <summary>Runs a check on many generated values; a failure names the value and the seed.</summary>
internal static class Properties
{
    public static void Hold<T>(Gen<T> values, Action<T> check, int count = 500) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(count).WithEndSize(60).WithQuietOnSuccess(true), Prop.ForAll(values.ToArbitrary(), check));
}
