using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Institutions;

/// <summary>All that can happen to an institution's record.</summary>
[JsonDerivedType(typeof(InstitutionRegistered), "institution-registered")]
[JsonDerivedType(typeof(InstitutionChanged), "institution-changed")]
public abstract record InstitutionEvent;

public sealed record InstitutionRegistered(InstitutionFacts Facts) : InstitutionEvent;

public sealed record InstitutionChanged(InstitutionFacts Facts) : InstitutionEvent;

/// <summary>What is recorded of an institution. Assets are in normal form.</summary>
public sealed record InstitutionFacts(string Name, string Abbreviation, string? Kind, string? Country, ImmutableArray<Asset> Assets, ImmutableArray<Contact> Contacts)
{
    public static readonly InstitutionFacts Empty = new("", "", null, null, [], []);
}

/// <summary>An institution as decisions need it.</summary>
public sealed record Institution(InstitutionFacts Facts)
{
    public static readonly Institution Empty = new(InstitutionFacts.Empty);

    public bool Exists => Facts.Name.Length > 0;
}

/// <summary>The institution of that id.</summary>
public sealed record InstitutionById(InstitutionId Id) : Lookup<InstitutionFacts>;
