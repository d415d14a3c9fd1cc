using Coordination.Contracts;
using Coordination.Contracts.Retention;
using Coordination.Domain.Journal;
using Coordination.Domain.Retention;
using static Coordination.Domain.Tests.Samples;

namespace Coordination.Domain.Tests.Retention;

public sealed class RetentionTests
{
    private static readonly RetentionRule Amber = new(RetentionOf.ClosedIncidents, 1_095, Tlp.Amber);
    private static readonly RetentionRule Any = new(RetentionOf.ClosedIncidents, 365);

    [Fact]
    public void A_label_with_a_rule_of_its_own_is_not_touched_by_the_rule_for_the_others()
    {
        RetentionRule[] rules = [Any, Amber];
        Assert.Equal(Amber, RetentionKind.RuleFor(rules, RetentionOf.ClosedIncidents, Tlp.Amber));
        Assert.Equal(Any, RetentionKind.RuleFor(rules, RetentionOf.ClosedIncidents, Tlp.Green));
        Assert.Null(RetentionKind.RuleFor([Amber], RetentionOf.ClosedIncidents, Tlp.Red));
        Assert.Null(RetentionKind.RuleFor(rules, RetentionOf.Readings, null));
    }

    [Theory]
    [InlineData(6, null, RetentionOf.ClosedIncidents, "retention.days-invalid")]
    [InlineData(36_501, null, RetentionOf.ClosedIncidents, "retention.days-invalid")]
    [InlineData(90, Tlp.Red, RetentionOf.Readings, "retention.no-label")]
    public void A_rule_that_would_erase_too_soon_or_that_says_nothing_is_refused(int days, Tlp? label, RetentionOf what, string code)
        => Assert.Equal(code, Ask(RetentionState.Empty, new SetRetention(new([new(what, days, label)]))).Refusal!.Code);

    [Fact]
    public void Two_rules_for_one_thing_are_refused_and_the_same_rules_are_nothing_new()
    {
        Assert.Equal(RetentionRefusals.Twice, Ask(RetentionState.Empty, new SetRetention(new([Any, Any with { Days = 30 }]))).Refusal);
        Assert.Empty(Ask(State(new([Any])), new SetRetention(new([Any]))).Events);
    }

    [Fact]
    public void By_itself_it_runs_only_where_that_is_switched_on_and_only_by_the_rules_for_which_it_was_armed()
    {
        var on = State(new([Any], Automatic: true));
        Assert.Single(Ask(on, new RunRetention(3)).Events);
        Assert.Empty(Ask(on, new RunRetention(2)).Events);
        Assert.Empty(Ask(State(new([Any])), new RunRetention(3)).Events);
        Assert.Empty(Ask(State(new([], Automatic: true)), new RunRetention(3)).Events);
        Assert.Equal(RetentionRefusals.NoRules, Ask(RetentionState.Empty, new RunRetention()).Refusal);
        Assert.Single(Ask(State(new([Any])), new RunRetention()).Events);
    }

    [Fact]
    public void A_run_by_itself_arms_the_next_and_one_by_hand_does_not()
    {
        var on = State(new([Any], Automatic: true));
        Assert.Equal(["retention/rules"], Armed(on, new RetentionSet(on.Rules), Actor.Person(Ada)));
        Assert.Equal(["retain/run", "retention/rules"], Armed(on, new RetentionRunBegun([Any]), Actor.System));
        Assert.Equal(["retain/run"], Armed(on, new RetentionRunBegun([Any]), Actor.Person(Ada)));
        Assert.Empty(Armed(State(new([Any])), new RetentionSet(new([Any])), Actor.Person(Ada)));
    }

    private static RetentionState State(RetentionRequest rules) => new(rules, 3, null);

    private static Decision<RetentionEvent> Ask(RetentionState state, RetentionCommand command) => command.Decide(state, Context.At(Noon, Actor.Person(Ada)));

    private static IEnumerable<string> Armed(RetentionState state, RetentionEvent happened, Actor actor)
        => RetentionKind.Instance.React(RetentionKind.Stream, state, [new(happened, 4, Noon, actor, "test")], state).Arm.Select(armed => armed.Target.Value);
}
