using Coordination.Contracts.Escalation;
using Coordination.Contracts.Intake;
using Coordination.Domain.Escalation;
using Coordination.Domain.Intake;

namespace Coordination.Domain.Tests.Escalation;

public sealed class Policies_and_sources
{
    private static readonly PolicyStep Step = EscalationSamples.Policy.Steps[0];

    public static TheoryData<PolicyRequest, string> Bad => new()
    {
        { EscalationSamples.Policy with { Name = "" }, "policy.name-missing" },
        { EscalationSamples.Policy with { Steps = [] }, "policy.steps-invalid" },
        { EscalationSamples.Policy with { Steps = [null!] }, "policy.steps-invalid" },
        { EscalationSamples.Policy with { Steps = [.. Enumerable.Repeat(Step, 21)] }, "policy.steps-invalid" },
        { EscalationSamples.Policy with { Rounds = 0 }, "policy.rounds-invalid" },
        { EscalationSamples.Policy with { Steps = [Step with { WaitMinutes = 0 }] }, "policy.wait-invalid" },
        { EscalationSamples.Policy with { Steps = [Step with { Targets = [] }] }, "policy.target-invalid" },
        { EscalationSamples.Policy with { Steps = [Step with { Targets = [null!] }] }, "policy.target-invalid" },
        { EscalationSamples.Policy with { Steps = [Step with { Targets = [new()] }] }, "policy.target-invalid" },
        { EscalationSamples.Policy with { Steps = [Step with { Targets = [new() { Person = Samples.Ada, Webhook = "https://x.example" }] }] }, "policy.target-invalid" },
        { EscalationSamples.Policy with { Steps = [Step with { Targets = [new() { Webhook = "ftp://x.example" }] }] }, "policy.target-invalid" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_policy_that_cannot_work_is_refused(PolicyRequest policy, string code)
    {
        var played = new Played<Policy, PolicyCommand, PolicyEvent>(PolicyKind.Instance, new("policy", "p1"));
        Assert.Equal(code, played.Ask(new SetPolicy(policy)).Refusal?.Code);
        Assert.Single(played.Do(new SetPolicy(EscalationSamples.Policy)).Events);
    }

    [Fact]
    public void A_source_is_set_once_for_the_same_settings_and_bad_ones_are_refused()
    {
        var source = new Played<Source, SourceCommand, SourceEvent>(SourceKind.Instance, new("source", "s1"));
        Assert.Single(source.Do(new SetSource(new SourceRequest { Name = "S" })).Events);
        Assert.Empty(source.Do(new SetSource(new SourceRequest { Name = "S" })).Events);
        Assert.Equal("source.name-missing", source.Ask(new SetSource(new SourceRequest { Name = "" })).Refusal?.Code);
        Assert.Equal("source.window-invalid", source.Ask(new SetSource(new SourceRequest { Name = "S", WindowHours = 721 })).Refusal?.Code);
    }
}
