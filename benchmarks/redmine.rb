# Fills a fresh Redmine: one project a unit, one user who may see all of them, and as many issues as asked for,
# with the shares of benchmarks/plan.py. Run by `rails runner`; TASKS, LOGIN, PASSWORD, ENDED, LATE and SHARES (the
# units' cumulated shares) come from the environment.
chance = Random.new(2023)
count = Integer(ENV.fetch("TASKS"))
ended, late = Float(ENV.fetch("ENDED")), Float(ENV.fetch("LATE"))
shares = ENV.fetch("SHARES").split(",").map(&:to_f)
today = Date.today
now = Time.now

user = User.new(:firstname => "Inspector", :lastname => "One", :mail => "inspector@example.net", :language => "zh")
user.login = ENV.fetch("LOGIN")
user.password = user.password_confirmation = ENV.fetch("PASSWORD")
user.save!
role = Role.givable.first
tracker = Tracker.first
projects = shares.each_index.map do |place|
  project = Project.create!(:name => format("部门%02d", place + 1), :identifier => format("unit-%02d", place + 1),
                            :enabled_module_names => ["issue_tracking"], :trackers => [tracker])
  Member.create!(:project => project, :principal => user, :roles => [role])
  project.id
end
open_status = IssueStatus.where(:is_closed => false).first.id
closed_status = IssueStatus.where(:is_closed => true).first.id
priority = IssuePriority.default.id

rows = (1..count).map do |number|
  draw = chance.rand
  place = shares.index { |share| draw <= share } || shares.size - 1
  fate = chance.rand
  due = if fate < ended
          today - chance.rand(50..3400)
        elsif fate < ended + late
          today - chance.rand(1..400)
        else
          today + chance.rand(0..180)
        end
  closed = fate < ended
  { :id => number, :root_id => number, :lft => 1, :rgt => 2, :project_id => projects[place], :tracker_id => tracker.id,
    :status_id => closed ? closed_status : open_status, :priority_id => priority, :author_id => user.id,
    :assigned_to_id => user.id, :subject => "集中供热管网改造（#{number}号标段）完成施工图审查并开工", :description => "",
    :start_date => due - 200, :due_date => due, :closed_on => closed ? now : nil, :created_on => now, :updated_on => now }
end
rows.each_slice(1000) { |some| Issue.insert_all!(some) }
puts "#{Issue.count} issues"
