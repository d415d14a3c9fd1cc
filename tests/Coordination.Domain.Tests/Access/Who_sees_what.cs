using System.Collections.Immutable;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Access;
using CsCheck;
using Xunit.Abstractions;

namespace Coordination.Domain.Tests.Access;

public sealed class Who_sees_what(ITestOutputHelper output)
{
    private const int Worlds = 150_000;

    private static readonly PersonId[] People = [PersonId.Of("ada"), PersonId.Of("bob"), PersonId.Of("staff")];
    private static readonly InstitutionId[] Institutions = [InstitutionId.Of("harbour"), InstitutionId.Of("museum"), InstitutionId.Of("staff")];

    private sealed record Thing(Tlp Tlp, IReadOnlyList<InstitutionId> Institutions, IReadOnlyList<PersonId>? RestrictedTo, IReadOnlyList<Share> Shares) : IDisclosed
    {
        public string Audiences { get; } = $" {string.Join(' ', Disclosure.AudiencesOf(Institutions, RestrictedTo, Shares))} ";
    }

    private static readonly Gen<Viewer> AnyViewer =
        from person in Gen.Int[-1, 2]
        from role in Gen.Int[-1, 9]
        from cases in Gen.Bool
        from institution in Gen.Int[-1, 2]
        select new Viewer(person < 0 ? null : People[person], role < 0 ? null : (Role)role, cases, institution < 0 ? null : Institutions[institution]);

    private static readonly Gen<Share> AnyShare =
        from with in Gen.Int[0, 5]
        from hours in Gen.Int[-2, 2]
        select new Share(1, with < 3 ? Audience.Of(People[with]) : Audience.Of(Institutions[with - 3]), hours == 0 ? null : Samples.Noon.AddHours(hours), People[0], "why", Samples.Noon);

    private static readonly Gen<Thing> AnyThing =
        from tlp in Gen.Int[0, 4]
        from affected in Gen.Int[0, 7]
        from restricted in Gen.Int[-1, 7]
        from shares in AnyShare.List[0, 3]
        select new Thing((Tlp)tlp, Chosen(Institutions, affected), restricted < 0 ? null : Chosen(People, restricted), shares);

    /// <summary>The rules once more, each as one would tell them, without a thought for how they are put to use.</summary>
    private static Sight Told(Viewer viewer, Thing thing, DateTimeOffset now)
    {
        var me = viewer.Person is { } person ? "person:" + person.Value : null;
        var house = viewer.Institution is { } institution ? "institution:" + institution.Value : null;
        var sharedWithMe = thing.Shares.Any(share => share.With == me && (share.Until is null || share.Until > now));
        var sharedWithMyHouse = thing.Shares.Any(share => share.With == house && (share.Until is null || share.Until > now));
        switch (viewer.Role)
        {
            case Role.Auditor:
                return Sight.All;
            case Role.Officer or Role.Lead or Role.Analyst:
            case Role.Administrator when viewer.Cases:
                return thing.RestrictedTo is null || sharedWithMe || thing.RestrictedTo.Any(named => "person:" + named.Value == me) ? Sight.All : Sight.Nothing;
            case Role.InstitutionResponder or Role.InstitutionManager or Role.Partner:
                if (sharedWithMe)
                {
                    return Sight.Summary;
                }

                var concerned = thing.RestrictedTo is null && viewer.Institution is { } own && thing.Institutions.Contains(own);
                return !concerned && !sharedWithMyHouse ? Sight.Nothing : thing.Tlp == Tlp.Red ? Sight.Existence : Sight.Summary;
            default:
                return Sight.Nothing;
        }
    }

    [Fact]
    public void A_board_is_told_of_what_all_of_its_readers_see_now_and_of_nothing_else()
        => Gen.Select(AnyViewer.Where(viewer => Rights.Has(viewer, Right.ReadCases)), AnyThing).Sample((viewer, thing) =>
            Assert.Equal(Disclosure.Of(viewer, thing, Samples.Noon) == Sight.All, Disclosure.BoardsOf(thing, Samples.Noon).Intersect(Disclosure.AudiencesFor(viewer)).Any()), iter: Worlds);

    [Fact]
    public void In_any_world_it_is_what_the_rules_tell()
    {
        var seen = new int[Enum.GetValues<Sight>().Length];
        Gen.Select(AnyViewer, AnyThing).Sample((viewer, thing) =>
        {
            var sight = Disclosure.Of(viewer, thing, Samples.Noon);

            Interlocked.Increment(ref seen[(int)sight]);
            Assert.Equal(Told(viewer, thing, Samples.Noon), sight);
            // Lists are narrowed by words: what may be seen must be found by one of them.
            Assert.True(sight == Sight.Nothing || Disclosure.AudiencesFor(viewer).Any(word => thing.Audiences.Contains($" {word} ", StringComparison.Ordinal)), "seen and not found");
        }, iter: Worlds);

        output.WriteLine($"{seen.Sum()} worlds: {string.Join(", ", Enum.GetValues<Sight>().Select(sight => $"{seen[(int)sight]} {sight}"))}");
        Assert.True(seen.Sum() >= 100_000 && seen.All(count => count > 500), "Too few worlds, or one kind of sight among them is too rare to say anything of it.");
    }

    [Fact]
    public void A_stricter_label_a_restriction_and_the_end_of_a_share_never_show_more()
        => Gen.Select(AnyViewer, AnyThing, Gen.Int[0, 7]).Sample((viewer, thing, named) =>
        {
            var sight = Disclosure.Of(viewer, thing, Samples.Noon);

            Assert.True(thing.Tlp == Tlp.Red || Disclosure.Of(viewer, thing with { Tlp = thing.Tlp + 1 }, Samples.Noon) <= sight);
            Assert.True(thing.RestrictedTo is not null || Disclosure.Of(viewer, thing with { RestrictedTo = Chosen(People, named) }, Samples.Noon) <= sight);
            Assert.True(thing.Shares.Count == 0 || Disclosure.Of(viewer, thing with { Shares = [.. thing.Shares.Skip(1)] }, Samples.Noon) <= sight);
            Assert.True(Disclosure.Of(viewer, thing, Samples.Noon.AddYears(1)) <= sight);
        }, iter: Worlds);

    [Fact]
    public void An_institution_or_a_person_whose_id_is_staff_is_not_staff()
    {
        Assert.Equal(["staff", "auditors", "institution:staff"], Disclosure.AudiencesOf([InstitutionId.Of("staff")], null, []));
        Assert.Equal(["auditors", "person:staff"], Disclosure.AudiencesOf([InstitutionId.Of("staff")], [PersonId.Of("staff")], []));
    }

    [Theory]
    [InlineData(Tlp.Clear, Sight.Summary)]
    [InlineData(Tlp.Green, Sight.Summary)]
    [InlineData(Tlp.Amber, Sight.Existence)]
    [InlineData(Tlp.AmberStrict, Sight.Existence)]
    [InlineData(Tlp.Red, Sight.Existence)]
    public void Details_leave_by_mail_up_to_green(Tlp tlp, Sight sight) => Assert.Equal(sight, Disclosure.Outside(tlp));

    private static ImmutableArray<T> Chosen<T>(T[] all, int bits) => [.. all.Where((_, index) => (bits & (1 << index)) != 0)];
}
