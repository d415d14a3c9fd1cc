using Coordination.Contracts.Advisories;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Tests.Advisories;

/// <summary>A warning that goes to the harbour and the museum.</summary>
internal static class Published
{
    public static readonly Actor Ada = Actor.Person(Samples.Ada);
    public static readonly Actor Bob = Actor.Person(Samples.Bob);
    public static readonly StreamId AtHarbour = AddresseeKind.Stream(Samples.Warning, Samples.Harbour);
    public static readonly StreamId AtMuseum = AddresseeKind.Stream(Samples.Warning, Samples.Museum);

    public static Played<Advisory, AdvisoryCommand, AdvisoryEvent> Publish(this World world, AdvisoryContent content, IReadOnlyList<InstitutionId> to, bool exercise = false)
    {
        var advisory = world.Advisory(AdvisoryKind.Stream(Samples.Warning));
        Assert.Null(world.Do(advisory, new DraftAdvisory("CERT-2026-0001", content, exercise), Ada));
        Assert.Null(world.Do(advisory, new AddRecipients(to), Ada));
        Assert.Null(world.Do(advisory, new SubmitAdvisory(), Ada));
        Assert.Null(world.Do(advisory, new PublishAdvisory(), Bob));
        return advisory;
    }

    public static void Revise(this World world, Played<Advisory, AdvisoryCommand, AdvisoryEvent> advisory, Action change, bool askAgain = false)
    {
        Assert.Null(world.Do(advisory, new ReviseAdvisory(), Ada));
        change();
        Assert.Null(world.Do(advisory, new SubmitAdvisory(), Ada));
        Assert.Null(world.Do(advisory, new PublishAdvisory("Changed.", askAgain), Bob));
    }

    /// <summary>The addresses, in the order in which they were told.</summary>
    public static List<string> Told(this World world) => [.. world.Sent.Select(sent => sent.Order.Address)];
}
