Console.WriteLine("SupportDesk");
