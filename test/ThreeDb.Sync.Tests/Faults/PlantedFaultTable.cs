namespace ThreeDb.Sync.Tests;

/// <summary>The faults that can be planted, what each breaks, and the tests that must notice it.</summary>
/// <param name="Fault">Its name in <c>eng/PlantedFault.cs</c>.</param>
/// <param name="Breaks">What it breaks.</param>
/// <param name="CaughtBy">A test: class and method.</param>
/// <param name="Project">The project that the test is in.</param>
internal sealed record PlantedFaultTable(string Fault, string Breaks, string CaughtBy, string Project = PlantedFaultTable.Sync)
{
    /// <summary>The project of the runner's tests.</summary>
    public const string Sync = "ThreeDb.Sync.Tests";

    private const string Valkey = "ThreeDb.Connectors.Valkey.Tests";
    private const string Demand = nameof(DemandTests) + ".";
    private const string Failure = nameof(FailureTests) + ".";
    private const string Follow = nameof(FollowTests) + ".";
    private const string Leader = nameof(LeaderChangeTests) + ".";
    private const string Order = nameof(OrderTests) + ".";
    private const string Outage = nameof(OutageTests) + ".";
    private const string Repair = nameof(RepairTests) + ".";
    private const string Scale = nameof(RepairAtScaleTests) + ".";

    public static IReadOnlyList<PlantedFaultTable> All { get; } =
    [
        new(PlantedFault.ReachedBeforeApply, "a position counts as reached before it is applied", Demand + nameof(DemandTests.Demanded_write_that_the_engine_failed_to_take_is_not_yet)),
        new(PlantedFault.AtLeastIgnored, "a demanded position is not waited for", Demand + nameof(DemandTests.Demanded_write_that_is_not_applied_is_not_yet_rather_than_missing)),
        new(PlantedFault.ReachedBeforeCompared, "a position counts as reached while another database is compared", nameof(OtherDatabaseTests) + "." + nameof(OtherDatabaseTests.Demanded_write_is_not_yet_while_another_database_is_compared)),
        new(PlantedFault.IdleEngineTrusted, "an engine to which nothing is written is not looked at", nameof(IdleEngineTests) + "." + nameof(IdleEngineTests.Engine_that_is_emptied_while_nobody_writes_is_built_anew)),
        new(PlantedFault.PreparedOnce, "a dropped constraint is not made again", Repair + nameof(RepairTests.Constraint_that_somebody_dropped_is_made_again_before_anything_is_done)),
        new(PlantedFault.CheckpointBeforeApply, "changes are acknowledged before they are applied", Leader + nameof(LeaderChangeTests.Leader_that_goes_while_the_engine_is_away_loses_no_change)),
        new(PlantedFault.GatheredPassed, "the checkpoint passes changes that are still gathered", Leader + nameof(LeaderChangeTests.Leader_that_goes_while_changes_are_gathered_loses_none)),
        new(PlantedFault.CoalesceKeepsFirst, "of gathered changes the first image is applied", Follow + nameof(FollowTests.Gathered_changes_are_applied_once_and_late)),
        new(PlantedFault.EventualIgnored, "a type that is declared eventual is applied at once", nameof(EventualTests) + "." + nameof(EventualTests.Change_of_an_eventual_type_is_gathered_while_later_ones_of_others_are_applied)),
        new(PlantedFault.VersionOfTheChange, "the version of the change is applied instead of the current row's", Order + nameof(OrderTests.Key_that_changed_often_is_applied_as_it_is_now)),
        new(PlantedFault.DropDeletes, "removals are not applied", Follow + nameof(FollowTests.Every_kind_of_change_is_followed)),
        new(PlantedFault.DegreesForgotten, "derived degrees do not follow relations", Repair + nameof(RepairTests.Derived_degree_follows_relations)),
        new(PlantedFault.OrderBySequence, "pages are ordered by sequence number", Order + nameof(OrderTests.Backlog_of_several_pages_is_applied_in_full)),
        new(PlantedFault.ReadAboveFrontier, "changes above the frontier are read, late commits are passed over", Order + nameof(OrderTests.Transaction_held_open_across_others_is_not_skipped)),
        new(PlantedFault.LoseWakeUp, "wake-ups are lost and nothing polls", Order + nameof(OrderTests.Change_is_applied_soon_after_its_commit)),
        new(PlantedFault.FailureCountsAsApplied, "a failed batch counts as applied", Failure + nameof(FailureTests.Engine_that_is_away_stalls_the_projection_until_it_is_back)),
        new(PlantedFault.FreshAfterFailure, "a batch that may have been applied is called fresh again", Scale + nameof(RepairAtScaleTests.Chunk_whose_answer_was_lost_is_not_called_fresh_again)),
        new(PlantedFault.RetryWithoutPause, "an engine that is away is hammered", Outage + nameof(OutageTests.Engine_that_is_away_is_probed_at_a_bounded_rate_and_caught_up_with_at_once)),
        new(PlantedFault.PauseWithoutCap, "pauses between attempts grow without a limit", Outage + nameof(OutageTests.Engine_that_is_away_is_probed_at_a_bounded_rate_and_caught_up_with_at_once)),
        new(PlantedFault.HalvingLosesAHalf, "of a batch that is halved the second half is lost", Failure + nameof(FailureTests.Poisonous_key_is_parked_and_others_flow)),
        new(PlantedFault.ParkSilently, "a poisonous key is dropped without a dead letter", Failure + nameof(FailureTests.Poisonous_key_is_parked_and_others_flow)),
        new(PlantedFault.ParkStopsTheFeed, "a parked key stops the checkpoint and everything behind it", Failure + nameof(FailureTests.Poisonous_key_is_parked_and_others_flow)),
        new(PlantedFault.ParkOnAndOn, "an engine that refuses everything fills the dead letters", Failure + nameof(FailureTests.Engine_that_refuses_one_key_after_another_in_the_same_words_is_broken_until_it_is_mended)),
        new(PlantedFault.RetryFromOldImage, "a dead letter is tried again from its old image", nameof(DeadLetterTests) + "." + nameof(DeadLetterTests.Dead_letter_is_tried_again_with_the_row_of_that_moment)),
        new(PlantedFault.FenceSkipped, "batches do not carry the epoch of their leader", Leader + nameof(LeaderChangeTests.Batches_carry_the_epoch_of_their_leader)),
        new(PlantedFault.LeadWithoutLock, "two processes lead one projection", Leader + nameof(LeaderChangeTests.Two_processes_have_one_leader_which_stays)),
        new(PlantedFault.LeaderEpochIgnored, "a leader that was followed stores its checkpoint", Leader + nameof(LeaderChangeTests.Leader_whose_epoch_has_passed_stores_nothing)),
        new(PlantedFault.DatabaseEpochIgnored, "another database is not noticed", Leader + nameof(LeaderChangeTests.Other_database_is_noticed_and_everything_is_compared)),
        new(PlantedFault.RebuildWithoutRelations, "a rebuild leaves out relations", Follow + nameof(FollowTests.New_projection_holds_what_was_there_before_it)),
        new(PlantedFault.RebuildSkipsLastChunk, "a rebuild leaves out the last chunk", Follow + nameof(FollowTests.New_projection_holds_what_was_there_before_it)),
        new(PlantedFault.RebuildKeepsOrphans, "a rebuild in place keeps what the source does not have", Scale + nameof(RepairAtScaleTests.Rebuild_in_place_removes_what_the_source_does_not_have)),
        new(PlantedFault.RebuildWithoutFeed, "changes during a rebuild do not reach the copy", Scale + nameof(RepairAtScaleTests.Change_of_a_row_that_a_rebuild_has_passed_goes_to_the_copy_as_well)),
        new(PlantedFault.RebuildNotResumed, "a rebuild is not gone on with by the next leader", Leader + nameof(LeaderChangeTests.Leader_that_goes_in_the_middle_of_a_rebuild_is_followed_by_one_that_ends_it)),
        new(PlantedFault.RulesWithoutRebuild, "changed rules change nothing that is there", Repair + nameof(RepairTests.Changed_rules_change_what_is_there)),
        new(PlantedFault.ReconcileSamples, "a comparison looks at every second range", Scale + nameof(RepairAtScaleTests.Planted_differences_are_found_and_repaired_without_a_false_alarm)),
        new(PlantedFault.ReconcileTrustsApplied, "a comparison trusts what was applied and counts rows", Scale + nameof(RepairAtScaleTests.Row_that_only_looks_otherwise_is_found_though_all_counts_are_right)),
        new(PlantedFault.StrangersCopyTaken, "the copy of another database is taken over in silence", nameof(StrangerTests) + "." + nameof(StrangerTests.Copy_that_another_database_feeds_is_left_alone_until_it_is_taken_over)),
        new(PlantedFault.FillWithoutGeneration, "a slow fill puts what was invalidated meanwhile back into the cache", "InvalidationTests.Slow_fill_cannot_bring_back_what_was_invalidated_meanwhile", Valkey),
        new(PlantedFault.FirstLevelWithoutEpoch, "a process goes on with what it kept while no messages came", "FirstLevelTests.Nothing_is_kept_or_found_while_no_messages_come", Valkey),
        new(PlantedFault.CacheFenceSkipped, "a leader of a cache that was followed writes", "ConformanceTests.Batch_with_an_older_number_is_refused_and_changes_nothing", Valkey),
    ];
}
