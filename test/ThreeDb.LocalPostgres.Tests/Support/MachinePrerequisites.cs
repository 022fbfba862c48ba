namespace ThreeDb.LocalPostgres.Tests;

/// <summary>What a test needs of the machine.</summary>
internal static class MachinePrerequisites
{
    extension(Prerequisite)
    {
        /// <summary>Linux with Debian's tools and a mirror: what the private runtime needs.</summary>
        public static void Packages()
        {
            try
            {
                AptTools.Find(Machine.Current, null);
            }
            catch (ThreeDbException exception)
            {
                Prerequisite.Missing(exception.Message, exception.Hint);
            }
        }

        /// <summary>A program of the machine.</summary>
        public static void Tool(string name)
        {
            if (Machine.Current.FindTool(name) is null)
            {
                Prerequisite.Missing($"There is no {name}.", "Install it.");
            }
        }

        /// <summary>
        /// Skips a test that only root can run. Not a prerequisite that could be installed: the suite is run as both, see
        /// docs/design/local-postgres.md.
        /// </summary>
        public static void Root() => Assert.SkipUnless(Machine.Current.IsRoot, "only root can try this");
    }
}
