using Coordination.Domain.Journal;
using CsCheck;

namespace Coordination.Domain.Tests.Journal;

public sealed class ClaimedTests
{
    [Fact]
    public void A_new_name_is_claimed_and_nothing_released()
    {
        var effects = Claimed.OnChange("institution-name", "", "Harbour");
        Assert.Equal([new Claim("institution-name", "harbour")], effects.Claims);
        Assert.Empty(effects.Releases);
    }

    [Fact]
    public void Another_spelling_of_the_same_name_moves_no_claim()
        => Assert.Same(Effects.None, Claimed.OnChange("institution-name", "Harbour", "HARBOUR"));

    [Fact]
    public void Whatever_it_was_called_exactly_its_last_name_is_held()
        => Gen.Int[0, 5].Select(index => new[] { "", "a", "A", "b", "B", "c" }[index]).List[0, 20].Sample(names =>
        {
            var held = new HashSet<Claim>();
            var now = "";
            foreach (var name in names)
            {
                var effects = Claimed.OnChange("name", now, name);
                foreach (var released in effects.Releases)
                {
                    Assert.True(held.Remove(released));
                }

                foreach (var claimed in effects.Claims)
                {
                    Assert.True(held.Add(claimed));
                }

                now = name;
            }

            Assert.Equal(now.Length == 0 ? [] : [new Claim("name", now.ToLowerInvariant())], held);
        });
}
