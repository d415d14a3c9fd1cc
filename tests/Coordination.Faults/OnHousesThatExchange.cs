namespace Coordination.Faults;

/// <summary>Experiments with partners, one after another, beside those that disturb the three hosts and those that bring hosts of their own.</summary>
[CollectionDefinition(Name)]
public sealed class OnHousesThatExchange
{
    public const string Name = "houses that exchange";
}
