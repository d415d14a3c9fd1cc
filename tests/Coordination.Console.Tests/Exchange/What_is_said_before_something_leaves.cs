using System.Text.Json;
using Bunit;
using Coordination.Console.Exchange;
using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;

namespace Coordination.Console.Tests.Exchange;

public sealed class What_is_said_before_something_leaves : BunitContext
{
    [Theory]
    [InlineData(PartnerFlow.Open, Tlp.Green, null)]
    [InlineData(PartnerFlow.Open, Tlp.Amber, "It may have TLP:GREEN at most; this is TLP:AMBER.")]
    [InlineData(PartnerFlow.Open, Tlp.Red, "TLP:RED goes to nobody by machine.")]
    [InlineData(PartnerFlow.Paused, Tlp.Clear, "Paused. They are moving.")]
    [InlineData(PartnerFlow.NoAgreement, Tlp.Clear, "No agreement. A company needs a non-disclosure arrangement.")]
    public void Why_a_partner_may_not_have_it(PartnerFlow flow, Tlp label, string? why) => Assert.Equal(why, ExchangeWords.WhyNot(Partner("a", flow), label));

    [Fact]
    public void What_was_not_agreed_on_does_not_go()
    {
        Assert.Equal("It was not agreed that incidents are exchanged with it.", ExchangeWords.WhyNot(Partner("a", PartnerFlow.Open), Tlp.Green, PartnerTopic.Incidents));
        Assert.Null(ExchangeWords.WhyNot(Partner("a", PartnerFlow.Open), Tlp.Green, PartnerTopic.Advisories));
    }

    [Fact]
    public void Where_a_company_needs_consents_everyone_who_must_give_theirs_is_named()
    {
        var preview = new SharingPreview("hash", Tlp.Green, new Problem { Code = "sharing.no-consent", Detail = "Ask them for it." }, [], [], [], []);

        var shown = Render<WhatLeaves>(parameters => parameters.Add(it => it.Preview, preview).Add(it => it.Affected, [Make.Lighthouses]));

        Assert.Contains("Who must consent", shown.FindAll("h3").Select(head => head.TextContent));
        Assert.Contains("was not asked", shown.Find("li").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_may_not_have_it_is_shown_last_with_the_reason_and_cannot_be_chosen()
    {
        var picker = Render<PartnerPicker>(parameters => parameters
            .Add(it => it.Partners, [Partner("a", PartnerFlow.Paused), Partner("b", PartnerFlow.Open)])
            .Add(it => it.WhyNot, one => ExchangeWords.WhyNot(one, Tlp.Green)));

        var choices = picker.FindAll("input[type=radio]");
        Assert.Equal(["b", "a"], choices.Select(choice => choice.GetAttribute("value")));
        Assert.Equal([false, true], choices.Select(choice => choice.HasAttribute("disabled")));
        Assert.Contains("They are moving.", picker.FindAll("label")[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_names_each_property_that_says_something_else()
    {
        var changes = JsonDifference.Between(Json("""{"id":"x","name":"a","labels":["p"],"ext":{"n":1,"m":2}}"""), Json("""{"id":"x","name":"b","labels":["p"],"ext":{"n":1,"k":3}}"""));

        Assert.Equal([new("name", "a", "b"), new("ext.m", "2", null), new("ext.k", null, "3")], changes);
    }

    [Fact]
    public void What_leaves_stands_there_with_its_difference_who_is_hidden_and_what_stays()
    {
        var preview = new SharingPreview(
            "hash", Tlp.Amber, null,
            [
                new("incident--1", "incident", "Phishing", SharingChange.Changed, Json("""{"name":"Phishing"}"""), Json("""{"name":"Spam"}""")),
                new("indicator--1", "indicator", null, SharingChange.Same, Json("{}"), null),
                new("indicator--2", "indicator", "evil.example", SharingChange.Gone, Json("{}"), null),
            ],
            [], [Make.Lighthouses], [new(new(ObservableKind.Ipv4Addr, "192.0.2.9"), "It was not chosen as an indicator.")]);
        var shown = Render<WhatLeaves>(parameters => parameters.Add(it => it.Preview, preview).Add(it => it.Partner, "Harbour CERT").Add(it => it.Consents,
        [
            new(1, Make.Lighthouses, "Harbour CERT", "why", Make.Ada, Make.Noon, Make.Noon, null, Contracts.Access.ConsentState.Refused, false, null, null, null),
        ]));

        Assert.Contains("1 object would leave: 1 changed", shown.Find("strong").TextContent, StringComparison.Ordinal);
        Assert.Equal(["name", "Spam", "Phishing"], shown.FindAll("td").Select(cell => cell.TextContent));
        Assert.Contains("ALS Agency for Lighthouse Safety · refused", shown.Markup.Replace("<span class=\"none\">", "", StringComparison.Ordinal).Replace("</span>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("192[.]0[.]2[.]9", shown.Markup, StringComparison.Ordinal);
        // What is as it left stands folded together, after what is not; what was revoked is not said to be there.
        Assert.Contains("That is final for whoever has it", shown.Markup, StringComparison.Ordinal);
        Assert.Equal(["changed Incident Phishing", "as it left 1 object", "stays revoked Indicator evil.example"], shown.FindAll(".leaves > details > summary").Select(one => string.Join(' ', one.TextContent.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public void Nothing_is_chosen_as_an_indicator_by_itself_and_a_correction_begins_with_what_was_chosen()
    {
        var observable = new Observable(ObservableKind.DomainName, "bad.example");
        var sharing = new SharingView(
            new(PartnerId.Of("p"), "P"), "incident/a", "2026-a", SharingState.Shared, "why", new(Make.Ada.Id, Make.Ada.Name), Make.Noon, null, Tlp.Green, [],
            [new(observable, Make.Noon, Confidence: 70)], 0, 3);

        Assert.Empty(new SharingForm { Partner = "p", Why = "w" }.Share(null).Indicators!);
        var kept = Assert.Single(SharingForm.Of(sharing).Correct("hash").Indicators!);
        Assert.Equal(("bad.example", Make.Noon, 70), (kept.Observable, kept.ValidFrom, kept.Confidence));
        Assert.Equal("✓ taken: 3 objects", ExchangeWords.Of(sharing));
        Assert.Equal("lies ready: 1 object, none taken yet", ExchangeWords.Of(sharing with { Waiting = 1, Left = 0 }));
    }

    [Fact]
    public void What_is_late_stands_first()
    {
        var requests = new[] { Request("a", Make.Noon.AddDays(2)), Request("b", Make.Noon.AddHours(-1)) with { Overdue = true }, Request("c", Make.Noon.AddHours(1)) with { DueSoon = true } };

        var table = Render<EnquiryTable>(parameters => parameters.Add(it => it.Requests, requests).Add(it => it.Now, Make.Noon));

        Assert.Equal(["REQ-b", "REQ-c", "REQ-a"], table.FindAll("tbody tr td:first-child").Select(cell => cell.TextContent));
        Assert.Contains("▲ late by 60 min", table.Markup.Replace("1 h", "60 min", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static PartnerView Partner(string id, PartnerFlow flow)
        => new(PartnerId.Of(id), 1, new() { Name = "Beacon " + id, Kind = PartnerKind.Company, Ceiling = Tlp.Green, Topics = [PartnerTopic.Advisories] }, flow, flow == PartnerFlow.Paused ? "They are moving." : null);

    private static EnquirySummary Request(string id, DateTimeOffset due) => new()
    {
        Id = EnquiryId.Of(id), Number = "REQ-" + id, Version = 1, Direction = EnquiryDirection.ToPartner, Kind = EnquiryKind.Information, Status = EnquiryStatus.Open, Title = "Who holds it?", Tlp = Tlp.Green,
        Severity = Severity.Medium, Partner = new(PartnerId.Of("p"), "P"), OpenedAt = Make.Noon.AddDays(-1), UpdatedAt = Make.Noon.AddDays(-1), Due = due, WaitsFor = EnquirySide.Theirs, Messages = 1,
    };
}
