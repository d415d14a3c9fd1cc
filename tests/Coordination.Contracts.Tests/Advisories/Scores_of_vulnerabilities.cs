using Coordination.Contracts.Advisories;
using CsCheck;

namespace Coordination.Contracts.Tests.Advisories;

/// <summary>CVSS 3.1 as FIRST computes it.</summary>
public sealed class Scores_of_vulnerabilities
{
    // Vectors of published examples with the scores that were published for them.
    [Theory]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:L/A:N", "5.4", CvssRating.Medium)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", "6.4", CvssRating.Medium)]
    [InlineData("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", "3.1", CvssRating.Low)]
    [InlineData("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", "7.8", CvssRating.High)]
    [InlineData("CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L", "4.2", CvssRating.Medium)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "7.5", CvssRating.High)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", "6.1", CvssRating.Medium)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "10.0", CvssRating.Critical)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "9.8", CvssRating.Critical)]
    [InlineData("CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N", "0", CvssRating.None)]
    public void A_published_example_gets_its_published_score(string vector, string score, CvssRating rating)
    {
        Assert.True(Cvss31.TryRead(vector, out var read, out _));
        Assert.Equal(decimal.Parse(score, System.Globalization.CultureInfo.InvariantCulture), read.Score);
        Assert.Equal(rating, read.Rating);
    }

    [Fact]
    public void Every_base_vector_gets_the_score_that_exact_arithmetic_gives()
    {
        var count = 0;
        foreach (var (vector, score) in Restated.All)
        {
            Assert.True(Cvss31.TryRead(vector, out var read, out var wrong), wrong);
            Assert.True(score == read.Score, $"{vector}: {read.Score}, by hand {score}");
            count++;
        }

        Assert.Equal(2592, count);
    }

    [Fact]
    public void The_order_of_the_metrics_and_those_that_are_not_base_do_not_change_the_base_score()
        => Gen.Select(Gen.Int[0, 2591], Gen.Int, Gen.Int[0, 3].Select(one => new[] { "", "/E:P", "/RL:O/RC:C", "/CR:H/MAV:P/MS:C" }[one])).Sample(
            (index, seed, more) =>
            {
                var (vector, score) = Restated.All[index];
                var shuffled = vector[Cvss31.Prefix.Length..].Split('/').OrderBy(part => HashCode.Combine(part, seed)).ToArray();

                Assert.True(Cvss31.TryRead(Cvss31.Prefix + string.Join('/', shuffled) + more, out var read, out _));
                Assert.Equal(score, read.Score);
            },
            iter: 500);

    [Theory]
    [InlineData(null, "begins with")]
    [InlineData("AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "begins with")]
    [InlineData("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "begins with")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H", "A is missing")]
    [InlineData("CVSS:3.1/AV:N/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "twice")]
    [InlineData("CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "no metric")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/", "no metric")]
    public void What_is_no_vector_is_told_why(string? vector, string why)
    {
        Assert.False(Cvss31.TryRead(vector, out _, out var wrong));
        Assert.Contains(why, wrong, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", null)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:A/U:Amber", null)]
    [InlineData("CVSS:4.0/AC:L/AV:N/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "order")]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N", "needs")]
    [InlineData("CVSS:3.1/AV:N", "begins")]
    public void A_vector_of_4_0_keeps_the_order_and_has_all_base_metrics(string vector, string? wrong)
    {
        if (wrong is null)
        {
            Assert.Null(Cvss40Vector.Wrong(vector));
        }
        else
        {
            Assert.Contains(wrong, Cvss40Vector.Wrong(vector), StringComparison.Ordinal);
        }
    }

    /// <summary>The formula again, from tables of whole numbers: exact decimals, no power function, rounded up by comparing with every tenth.</summary>
    private static class Restated
    {
        private static readonly (char Value, int Hundredths)[] Av = [('N', 85), ('A', 62), ('L', 55), ('P', 20)];
        private static readonly (char Value, int Hundredths)[] Ac = [('L', 77), ('H', 44)];
        private static readonly (char Value, int Same, int Changed)[] Pr = [('N', 85, 85), ('L', 62, 68), ('H', 27, 50)];
        private static readonly (char Value, int Hundredths)[] Ui = [('N', 85), ('R', 62)];
        private static readonly (char Value, int Hundredths)[] Cia = [('H', 56), ('L', 22), ('N', 0)];

        public static readonly (string Vector, decimal Score)[] All =
        [
            .. from av in Av
               from ac in Ac
               from pr in Pr
               from ui in Ui
               from changed in new[] { false, true }
               from c in Cia
               from i in Cia
               from a in Cia
               select (
                   $"CVSS:3.1/AV:{av.Value}/AC:{ac.Value}/PR:{pr.Value}/UI:{ui.Value}/S:{(changed ? 'C' : 'U')}/C:{c.Value}/I:{i.Value}/A:{a.Value}",
                   Score(changed, 8.22m * av.Hundredths * ac.Hundredths * (changed ? pr.Changed : pr.Same) * ui.Hundredths / 100_000_000m, [c.Hundredths, i.Hundredths, a.Hundredths])),
        ];

        private static decimal Score(bool changed, decimal exploitability, int[] losses)
        {
            var kept = losses.Aggregate(1m, (product, loss) => product * (100 - loss) / 100m);
            var iss = 1 - kept;
            var impact = 6.42m * iss;
            if (changed)
            {
                var power = 1m;
                for (var time = 0; time < 15; time++)
                {
                    power *= iss - 0.02m;
                }

                impact = 7.52m * (iss - 0.029m) - 3.25m * power;
            }

            if (impact <= 0)
            {
                return 0;
            }

            // The specification compares after five decimals.
            var sum = decimal.Round((changed ? 1.08m : 1m) * (impact + exploitability), 5, MidpointRounding.AwayFromZero);
            var tenth = 0m;
            while (tenth < 10m && tenth < sum)
            {
                tenth += 0.1m;
            }

            return tenth;
        }
    }
}
