using Orleans;

namespace Coordination.BareSilo;

/// <summary>A grain as one would write it without the product: its state is written whole by Orleans' storage with every call.</summary>
[Alias("kept")]
public interface IKeptGrain : IGrainWithStringKey
{
    /// <summary>Changes the state, writes it and says how often that has been done.</summary>
    [Alias("change")]
    Task<long> ChangeAsync(string verb, string by, string text);
}
