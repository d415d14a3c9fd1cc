namespace Coordination.Benchmarks;

/// <summary>The product beside its anchor, in alternation on the same machine in the same minutes: only the ratio of a pair says anything.</summary>
internal static class Pairs
{
    /// <summary>Measures both in turn, the anchor first in every other pair.</summary>
    public static async Task<IReadOnlyList<Pair<T>>> RunAsync<T>(int pairs, Func<Task<T>> anchor, Func<Task<T>> product)
    {
        var measured = new List<Pair<T>>();
        for (var pair = 0; pair < pairs; pair++)
        {
            if (pair % 2 == 0)
            {
                var first = await anchor();
                measured.Add(new(first, await product()));
            }
            else
            {
                var first = await product();
                measured.Add(new(await anchor(), first));
            }
        }

        return measured;
    }
}

internal sealed record Pair<T>(T Anchor, T Product)
{
    /// <summary>Product to anchor.</summary>
    public double Ratio(Func<T, double> figure) => figure(Product) / figure(Anchor);
}
