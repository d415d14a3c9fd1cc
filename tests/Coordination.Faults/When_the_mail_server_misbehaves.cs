using Coordination.Connectors.Mail;
using Coordination.Contracts.Institutions;
using Coordination.Faults.Load;
using Coordination.Faults.Processes;
using Xunit.Abstractions;

namespace Coordination.Faults;

/// <summary>The mail server says nothing, refuses for now, cuts the wire before it has the message, or after it has it: then nobody can know, and one repetition under the same id may come.</summary>
[Collection(ThreeHosts.Name)]
public sealed class When_the_mail_server_misbehaves(ThreeHosts three, ITestOutputHelper output)
{
    private static readonly (string Name, Func<SmtpStep, string, SmtpReaction?> Script)[] Manners =
    [
        ("takes the message and cuts the wire", static (step, _) => step == SmtpStep.Content ? new SmtpReaction.TakeAndCut() : null),
        ("says nothing", static (step, _) => step == SmtpStep.Banner ? new SmtpReaction.Silence() : null),
        ("refuses for now", static (step, _) => step == SmtpStep.Recipient ? new SmtpReaction.Reply(451, "Later") : null),
        ("cuts the wire before the message", static (step, _) => step == SmtpStep.Data ? new SmtpReaction.Cut() : null),
    ];

    [Fact]
    public async Task Webhooks_and_escalations_go_on_and_repeats_carry_the_same_id()
    {
        foreach (var seed in Seeds.Rounds(inCi: 2, inSoak: 12))
        {
            var (name, script) = Manners[(seed - Seeds.First) % Manners.Length];
            var bad = three.History.Disturb($"the mail server {name}");
            three.Cluster.Outside.MailScript = script;
            var arrived = three.Cluster.Outside.All.Count;
            await using (var traffic = Traffic.Start(three.Cluster, three.History, 7_000 + seed))
            {
                await traffic.DoneAsync(deeds: 120);
                await Until.HoldsAsync(() => Task.FromResult(Webhooks() > 0));
            }

            var webhooks = Webhooks();
            three.Cluster.Outside.MailScript = null;
            bad.Until = TimeProvider.System.GetUtcNow();
            var reckoning = await three.ReckonAsync();
            output.WriteLine($"Kills: none; {bad.What}, seed {seed}: {webhooks} webhooks meanwhile; {reckoning.AssertNothingFound($"Seed {seed}, {bad.What}")}");
            Assert.NotEqual(0, webhooks);

            int Webhooks() => three.Cluster.Outside.All.Skip(arrived).Count(one => one.Channel == Channel.Webhook);
        }
    }
}
