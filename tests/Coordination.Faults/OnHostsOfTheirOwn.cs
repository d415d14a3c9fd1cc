namespace Coordination.Faults;

/// <summary>Experiments that bring hosts of their own, one after another, beside those that disturb the three.</summary>
[CollectionDefinition(Name)]
public sealed class OnHostsOfTheirOwn
{
    public const string Name = "hosts of their own";
}
