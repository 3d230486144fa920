using SupportDesk.Web.Tests.Support;

[assembly: AssemblyFixture(typeof(Chromium))]
