namespace Coordination.Faults;

/// <summary>Experiments with partners, after whichever of the other two tracks is done first.</summary>
[CollectionDefinition(Name)]
public sealed class OnHousesThatExchange
{
    public const string Name = "houses that exchange";
}
