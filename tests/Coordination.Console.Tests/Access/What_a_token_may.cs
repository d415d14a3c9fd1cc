using Coordination.Console.Access;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;

namespace Coordination.Console.Tests.Access;

public sealed class What_a_token_may
{
    [Theory]
    [InlineData(TokenScope.Intake)]
    [InlineData(TokenScope.Operate)]
    [InlineData(TokenScope.Administer)]
    [InlineData(TokenScope.Audit)]
    [InlineData(TokenScope.Institution)]
    public void The_rights_that_can_be_chosen_are_those_of_the_table(TokenScope scope) => Assert.Equal(TokenRights.Of(scope), TokenWords.RightsOf(scope));

    [Fact]
    public void Every_right_and_every_scope_has_words()
    {
        Assert.All(Enum.GetValues<Right>(), right => Assert.NotEqual(right.ToString(), TokenWords.Of(right)));
        Assert.Equal(Enum.GetValues<TokenScope>().Length, Enum.GetValues<TokenScope>().Select(TokenWords.Of).Distinct().Count());
    }
}
