using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using CsCheck;

namespace Coordination.Domain.Tests.Access;

public sealed class What_groups_give
{
    private static readonly GroupRule Leads = new("leads", Role.Lead);
    private static readonly GroupRule Admins = new("admins", Role.Administrator);
    private static readonly GroupRule AdminsWithCases = new("admins-who-work", Role.Administrator, Cases: true);
    private static readonly GroupRule Harbour = new("harbour", Role.InstitutionResponder, Institution: "HARB");

    [Fact]
    public void Of_several_groups_the_first_rule_counts_and_it_counts_whole()
    {
        Assert.Equal(Leads, GroupMapping.Of([Leads, Admins], ["admins", "staff", "leads"]));
        Assert.Equal(Admins, GroupMapping.Of([Admins, Leads], ["admins", "staff", "leads"]));
        Assert.Equal(AdminsWithCases, GroupMapping.Of([AdminsWithCases, Admins], ["admins", "admins-who-work"]));
        // Whoever writes the narrower group first means it.
        Assert.Equal(Admins, GroupMapping.Of([Admins, AdminsWithCases], ["admins", "admins-who-work"]));
    }

    [Fact]
    public void A_group_is_meant_letter_by_letter_and_no_group_gives_nothing()
    {
        Assert.Null(GroupMapping.Of([Leads, Admins], []));
        Assert.Null(GroupMapping.Of([Leads], ["Leads", "/leads", "lead", " leads", "leads/"]));
        Assert.Null(GroupMapping.Of([], ["leads"]));
    }

    [Fact]
    public void Whatever_the_groups_their_order_does_not_matter_and_nobody_gets_what_none_of_their_groups_is_given()
    {
        GroupRule[] rules = [AdminsWithCases, Leads, Harbour, Admins];
        Gen.String[Gen.Char["ab"], 0, 2].Select(word => word).Array[0, 3].Select(Gen.Shuffle(rules.Select(rule => rule.Group).ToArray()), Gen.Int[0, 4], (noise, groups, count) => noise.Concat(groups.Take(count)).ToArray())
            .Sample(groups =>
            {
                var given = GroupMapping.Of(rules, groups);
                Assert.Equal(given, GroupMapping.Of(rules, groups.Reverse()));
                Assert.Equal(given is null, !rules.Any(rule => groups.Contains(rule.Group)));
                Assert.True(given is null || (groups.Contains(given.Group) && rules.TakeWhile(rule => rule != given).All(rule => !groups.Contains(rule.Group))));
            });
    }

    [Theory]
    [InlineData("", Role.Officer, false, null, "names no group")]
    [InlineData("g", (Role)(-1), false, null, "names no role")]
    [InlineData("g", Role.InstitutionManager, false, null, "must name an institution")]
    [InlineData("g", Role.Officer, false, "HARB", "does not have")]
    [InlineData("g", Role.Partner, false, "HARB", "does not have")]
    [InlineData("g", Role.Officer, true, null, "is for administrators")]
    [InlineData("g", Role.Auditor, true, null, "is for administrators")]
    public void A_rule_that_can_mean_nothing_is_refused(string group, Role role, bool cases, string? institution, string why)
        => Assert.Contains(why, GroupMapping.Refuse(new(group, role, cases, institution)), StringComparison.Ordinal);

    [Fact]
    public void A_rule_that_means_something_is_taken() => Assert.All([Leads, Admins, AdminsWithCases, Harbour], rule => Assert.Null(GroupMapping.Refuse(rule)));
}
