using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Access;

namespace Coordination.Domain.Tests.Access;

public sealed class Who_sees_what
{
    private sealed record Thing(string Audiences) : IDisclosed;

    [Theory]
    [InlineData(Role.Officer)]
    [InlineData(Role.Administrator)]
    public void Staff_sees_what_is_for_staff_and_nothing_that_only_contains_the_word(Role role)
    {
        Assert.Equal(Sight.All, Disclosure.Of(new(Samples.Ada, role), new Thing(" staff institution:harbour ")));
        Assert.Equal(Sight.Nothing, Disclosure.Of(new(Samples.Ada, role), new Thing(" institution:staff staffing ")));
        Assert.Equal(Sight.Nothing, Disclosure.Of(new(Samples.Ada, role), new Thing("")));
    }

    [Fact]
    public void An_institution_whose_id_is_staff_is_not_staff()
        => Assert.Equal(["staff", "institution:staff"], Disclosure.AudiencesOf([InstitutionId.Of("staff")]));

    [Fact]
    public void A_role_that_nobody_has_thought_of_sees_nothing()
        => Assert.Equal(Sight.Nothing, Disclosure.Of(new(null, (Role)99), new Thing(" staff ")));

    [Theory]
    [InlineData(Tlp.Clear, Sight.Summary)]
    [InlineData(Tlp.Green, Sight.Summary)]
    [InlineData(Tlp.Amber, Sight.Existence)]
    [InlineData(Tlp.AmberStrict, Sight.Existence)]
    [InlineData(Tlp.Red, Sight.Existence)]
    public void Details_leave_by_mail_up_to_green(Tlp tlp, Sight sight) => Assert.Equal(sight, Disclosure.Outside(tlp));
}
