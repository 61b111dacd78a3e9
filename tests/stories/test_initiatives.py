def test_x(bot):
    print(bot.says("osa", "/indsats ny Test; spor: 1").text)
    print(bot.heard("eki"))
    print(bot.presses("eki", "Set").text)
